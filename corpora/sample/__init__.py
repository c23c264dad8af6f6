"""The sample world: invented outlets that tell four stories, with gold. All texts are ours."""
