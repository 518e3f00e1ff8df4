"""The pattern catalogue (句式目录) as data: `tokens.toml` over characters, `statements.toml` over tokens."""
