"""Trains the encoder of ``communique.parse.encoder``: from the named data sets to the shipped files.

The steps, each restartable on its own and each a module that is run with ``python -m``:

1. ``training.encoder.silver``: the rules' own reading of the training texts (names, titles, documents, times, acts).
2. ``training.encoder.windows``: gold and silver as labelled windows, without anything near a held-out sentence.
3. ``training.encoder.train``: the encoder with all heads, or its teacher, phase by phase, with checkpoints.
4. ``training.encoder.teach``: what the teachers take pairs for, as labels for the student.
5. ``training.encoder.export``: int8 ONNX files, labels and the tokenizer.
6. ``training.encoder.fidelity`` and ``training.encoder.card``: figures, the data manifest and the model card.

``training.encoder.shipped`` takes weights back from shipped files; ``curve`` and ``errors`` print what
``docs/encoder.md`` shows.
"""
