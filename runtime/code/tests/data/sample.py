"""A bit of everything that a compiler makes code of, for tests that have no CPython at hand."""

from __future__ import generator_stop

import asyncio
from collections import namedtuple as nt

NUMBERS = [0, -1, 2**31, -(2**70), 1.5, -0.0, 1e300, 2j, 1 - 2j, True, None, ...]
TEXTS = ["", "a", "name_like", "two words", "é", "日本語", "\udc80", "a" * 300, b"", b"x", b"\x00\xff'"]
SLICES = NUMBERS[1:3], TEXTS[::2], NUMBERS[:]


def arguments(a, /, b, c=1, *args, d, e=2, **kwargs):
    "Arguments of every kind."
    return a, b, c, args, d, e, kwargs


def closures(x):
    y = [lambda z: x + z + i for i in range(3)]

    def inner():
        nonlocal x
        x += 1
        del y[0]
        return x

    return inner, {k: v for k, v in enumerate(y)}, {x for x in y if x}, (x for x in y)


def exceptions(path):
    try:
        with open(path) as file, open(path, "rb") as other:
            for line in file:
                if line in {"a", "b", "c"}:
                    continue
                elif line not in ("x", "y"):
                    break
                yield line
            else:
                return other
    except (OSError, ValueError) as error:
        raise RuntimeError(f"{path!r:>{10}}: {error}") from error
    finally:
        del path


def handlers(values):
    try:
        yield from values
    except* TypeError as group:
        print(group)
    except* (KeyError, IndexError):
        raise


async def coroutine(items):
    async with items as context:
        async for item in context:
            yield await item
    return_value = [item async for item in items if await item]
    await asyncio.sleep(0)
    print(return_value)


def patterns(value):
    match value:
        case 0 | -1:
            return "number"
        case [first, *_, last] if first is not last:
            return first, last
        case {"key": inner, **rest}:
            return inner, rest
        case nt(field=(a, b)):
            return a < b <= 3
        case str() as text:
            return text
        case _:
            assert value, "nothing"


class Base[T: int = bool](metaclass=type):
    """A class."""

    attribute: int = 1

    def method[U](self, x: T, y: "U" = None, *, z: list[T] = ()) -> U:
        self.attribute += super().method(x, *y, **z)
        global NUMBERS
        NUMBERS, (a, *b), self.c[0] = 1, x, y
        return __class__, a, b

    @property
    def value(self):
        return t"{self.attribute:0{2}} {self!r}"


type Alias[**P, *Ts] = dict[P, tuple[*Ts]]

while NUMBERS:
    NUMBERS.pop()
    if len(NUMBERS) > 3 and not TEXTS or (x := len(SLICES)):
        x @= 2
        x **= -x
        x = ~x if x is None else +x


def prefixes(o):
    for _ in o:
        o.a0 = o.a0
        o.a1 = o.a7
        o.a2 = o.a14
        o.a3 = o.a21
        o.a4 = o.a28
        o.a5 = o.a35
        o.a6 = o.a42
        o.a7 = o.a49
        o.a8 = o.a56
        o.a9 = o.a63
        o.a10 = o.a70
        o.a11 = o.a77
        o.a12 = o.a84
        o.a13 = o.a91
        o.a14 = o.a98
        o.a15 = o.a105
        o.a16 = o.a112
        o.a17 = o.a119
        o.a18 = o.a126
        o.a19 = o.a133
        o.a20 = o.a140
        o.a21 = o.a147
        o.a22 = o.a154
        o.a23 = o.a161
        o.a24 = o.a168
        o.a25 = o.a175
        o.a26 = o.a182
        o.a27 = o.a189
        o.a28 = o.a196
        o.a29 = o.a203
        o.a30 = o.a210
        o.a31 = o.a217
        o.a32 = o.a224
        o.a33 = o.a231
        o.a34 = o.a238
        o.a35 = o.a245
        o.a36 = o.a252
        o.a37 = o.a259
        o.a38 = o.a266
        o.a39 = o.a3
        o.a40 = o.a10
        o.a41 = o.a17
        o.a42 = o.a24
        o.a43 = o.a31
        o.a44 = o.a38
        o.a45 = o.a45
        o.a46 = o.a52
        o.a47 = o.a59
        o.a48 = o.a66
        o.a49 = o.a73
        o.a50 = o.a80
        o.a51 = o.a87
        o.a52 = o.a94
        o.a53 = o.a101
        o.a54 = o.a108
        o.a55 = o.a115
        o.a56 = o.a122
        o.a57 = o.a129
        o.a58 = o.a136
        o.a59 = o.a143
        o.a60 = o.a150
        o.a61 = o.a157
        o.a62 = o.a164
        o.a63 = o.a171
        o.a64 = o.a178
        o.a65 = o.a185
        o.a66 = o.a192
        o.a67 = o.a199
        o.a68 = o.a206
        o.a69 = o.a213
        o.a70 = o.a220
        o.a71 = o.a227
        o.a72 = o.a234
        o.a73 = o.a241
        o.a74 = o.a248
        o.a75 = o.a255
        o.a76 = o.a262
        o.a77 = o.a269
        o.a78 = o.a6
        o.a79 = o.a13
        o.a80 = o.a20
        o.a81 = o.a27
        o.a82 = o.a34
        o.a83 = o.a41
        o.a84 = o.a48
        o.a85 = o.a55
        o.a86 = o.a62
        o.a87 = o.a69
        o.a88 = o.a76
        o.a89 = o.a83
        o.a90 = o.a90
        o.a91 = o.a97
        o.a92 = o.a104
        o.a93 = o.a111
        o.a94 = o.a118
        o.a95 = o.a125
        o.a96 = o.a132
        o.a97 = o.a139
        o.a98 = o.a146
        o.a99 = o.a153
        o.a100 = o.a160
        o.a101 = o.a167
        o.a102 = o.a174
        o.a103 = o.a181
        o.a104 = o.a188
        o.a105 = o.a195
        o.a106 = o.a202
        o.a107 = o.a209
        o.a108 = o.a216
        o.a109 = o.a223
        o.a110 = o.a230
        o.a111 = o.a237
        o.a112 = o.a244
        o.a113 = o.a251
        o.a114 = o.a258
        o.a115 = o.a265
        o.a116 = o.a2
        o.a117 = o.a9
        o.a118 = o.a16
        o.a119 = o.a23
        o.a120 = o.a30
        o.a121 = o.a37
        o.a122 = o.a44
        o.a123 = o.a51
        o.a124 = o.a58
        o.a125 = o.a65
        o.a126 = o.a72
        o.a127 = o.a79
        o.a128 = o.a86
        o.a129 = o.a93
        o.a130 = o.a100
        o.a131 = o.a107
        o.a132 = o.a114
        o.a133 = o.a121
        o.a134 = o.a128
        o.a135 = o.a135
        o.a136 = o.a142
        o.a137 = o.a149
        o.a138 = o.a156
        o.a139 = o.a163
        o.a140 = o.a170
        o.a141 = o.a177
        o.a142 = o.a184
        o.a143 = o.a191
        o.a144 = o.a198
        o.a145 = o.a205
        o.a146 = o.a212
        o.a147 = o.a219
        o.a148 = o.a226
        o.a149 = o.a233
        o.a150 = o.a240
        o.a151 = o.a247
        o.a152 = o.a254
        o.a153 = o.a261
        o.a154 = o.a268
        o.a155 = o.a5
        o.a156 = o.a12
        o.a157 = o.a19
        o.a158 = o.a26
        o.a159 = o.a33
        o.a160 = o.a40
        o.a161 = o.a47
        o.a162 = o.a54
        o.a163 = o.a61
        o.a164 = o.a68
        o.a165 = o.a75
        o.a166 = o.a82
        o.a167 = o.a89
        o.a168 = o.a96
        o.a169 = o.a103
        o.a170 = o.a110
        o.a171 = o.a117
        o.a172 = o.a124
        o.a173 = o.a131
        o.a174 = o.a138
        o.a175 = o.a145
        o.a176 = o.a152
        o.a177 = o.a159
        o.a178 = o.a166
        o.a179 = o.a173
        o.a180 = o.a180
        o.a181 = o.a187
        o.a182 = o.a194
        o.a183 = o.a201
        o.a184 = o.a208
        o.a185 = o.a215
        o.a186 = o.a222
        o.a187 = o.a229
        o.a188 = o.a236
        o.a189 = o.a243
        o.a190 = o.a250
        o.a191 = o.a257
        o.a192 = o.a264
        o.a193 = o.a1
        o.a194 = o.a8
        o.a195 = o.a15
        o.a196 = o.a22
        o.a197 = o.a29
        o.a198 = o.a36
        o.a199 = o.a43
        o.a200 = o.a50
        o.a201 = o.a57
        o.a202 = o.a64
        o.a203 = o.a71
        o.a204 = o.a78
        o.a205 = o.a85
        o.a206 = o.a92
        o.a207 = o.a99
        o.a208 = o.a106
        o.a209 = o.a113
        o.a210 = o.a120
        o.a211 = o.a127
        o.a212 = o.a134
        o.a213 = o.a141
        o.a214 = o.a148
        o.a215 = o.a155
        o.a216 = o.a162
        o.a217 = o.a169
        o.a218 = o.a176
        o.a219 = o.a183
        o.a220 = o.a190
        o.a221 = o.a197
        o.a222 = o.a204
        o.a223 = o.a211
        o.a224 = o.a218
        o.a225 = o.a225
        o.a226 = o.a232
        o.a227 = o.a239
        o.a228 = o.a246
        o.a229 = o.a253
        o.a230 = o.a260
        o.a231 = o.a267
        o.a232 = o.a4
        o.a233 = o.a11
        o.a234 = o.a18
        o.a235 = o.a25
        o.a236 = o.a32
        o.a237 = o.a39
        o.a238 = o.a46
        o.a239 = o.a53
        o.a240 = o.a60
        o.a241 = o.a67
        o.a242 = o.a74
        o.a243 = o.a81
        o.a244 = o.a88
        o.a245 = o.a95
        o.a246 = o.a102
        o.a247 = o.a109
        o.a248 = o.a116
        o.a249 = o.a123
        o.a250 = o.a130
        o.a251 = o.a137
        o.a252 = o.a144
        o.a253 = o.a151
        o.a254 = o.a158
        o.a255 = o.a165
        o.a256 = o.a172
        o.a257 = o.a179
        o.a258 = o.a186
        o.a259 = o.a193
        o.a260 = o.a200
        o.a261 = o.a207
        o.a262 = o.a214
        o.a263 = o.a221
        o.a264 = o.a228
        o.a265 = o.a235
        o.a266 = o.a242
        o.a267 = o.a249
        o.a268 = o.a256
        o.a269 = o.a263
