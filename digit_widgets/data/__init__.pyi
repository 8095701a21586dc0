from .image_dataset import ImageDataset as ImageDataset
from .ink_dataset import InkDataset as InkDataset
from .ink_dataset import UnlabeledInk as UnlabeledInk
from .ink_dataset import load_ink_dataset as load_ink_dataset
from .ink_dataset import load_unlabeled_ink as load_unlabeled_ink
from .mnist import DATA_VARIABLE as DATA_VARIABLE
from .mnist import load_mnist as load_mnist

__all__ = [
    "DATA_VARIABLE",
    "ImageDataset",
    "InkDataset",
    "UnlabeledInk",
    "load_ink_dataset",
    "load_mnist",
    "load_unlabeled_ink",
]
