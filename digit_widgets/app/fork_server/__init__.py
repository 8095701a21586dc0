"""Fork server: starts light kernels, by forking a process that has imported everything already."""
