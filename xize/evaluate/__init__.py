"""How well documents and sentences are read, measured against what a careful reader expects (评测)."""
