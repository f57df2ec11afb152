"""What is run at the desk and when the documentation is built."""
