"""The sample world: four stories of invented outlets, with gold. All texts are ours."""
