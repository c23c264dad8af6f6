"""Prefect flows: thin orchestration, one flow a stage."""
