"""Downloader middlewares: on every road to a connection, each with one duty."""
