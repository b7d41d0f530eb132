"""The Rasa project of Laidian: pipeline components, domain, channel. Runs in the rasa process only."""
