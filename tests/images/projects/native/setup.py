"""The extension, compiled from source."""

import setuptools

setuptools.setup(
    package_dir={"": "src"}, packages=["sums"], ext_modules=[setuptools.Extension("sums._sums", ["src/sums/sums.c"])]
)
