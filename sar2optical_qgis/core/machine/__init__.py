"""The machine: its cores, its memory, its BLAS and its graphics card."""
