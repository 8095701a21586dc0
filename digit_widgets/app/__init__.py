"""Application: the command line, and the servers that it starts, JupyterLab and Voila."""
