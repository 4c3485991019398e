"""The Chainer backend."""
