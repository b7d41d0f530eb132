"""Understanding: Rasa graph components and the pure models behind them. Runs in the rasa process (training and serving)."""
