"""Application: the command line, and the JupyterLab and Voila servers that it starts."""
