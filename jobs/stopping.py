"""Whether this process was asked to stop: for jobs that run for minutes."""
import threading

asked = threading.Event()
