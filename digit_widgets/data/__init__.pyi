from .image_dataset import ImageDataset as ImageDataset
from .ink_dataset import InkDataset as InkDataset
from .ink_dataset import UnlabeledInk as UnlabeledInk
from .ink_files import load_ink_dataset as load_ink_dataset
from .ink_files import load_ink_files as load_ink_files
from .ink_files import load_unlabeled_files as load_unlabeled_files
from .ink_files import load_unlabeled_ink as load_unlabeled_ink
from .like_digits import LIKE_DIGITS as LIKE_DIGITS
from .mnist import DATA_VARIABLE as DATA_VARIABLE
from .mnist import load_mnist as load_mnist

__all__ = [
    "DATA_VARIABLE",
    "LIKE_DIGITS",
    "ImageDataset",
    "InkDataset",
    "UnlabeledInk",
    "load_ink_dataset",
    "load_ink_files",
    "load_mnist",
    "load_unlabeled_files",
    "load_unlabeled_ink",
]
