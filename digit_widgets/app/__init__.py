"""The command line, and the hosts that it starts: JupyterLab and Voila."""
