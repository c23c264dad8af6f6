"""Prefect flows: thin orchestration, one flow a stage and one that runs them all. Only this package
imports Prefect.
"""
