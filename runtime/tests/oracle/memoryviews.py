"""What CPython says about `memoryview`: writes it to the file that is named, or compares with `--check`.

The cases are those of `core.py`, which says what a line may be.
"""

import sys

import core

CASES = """
memoryview()
memoryview(1)
memoryview('a')
memoryview(b'a', 2)
memoryview(object=b'a')
memoryview(obj=b'a')
memoryview(b'abc')
memoryview(memoryview(b'abc')) == memoryview(b'abc')
---
m = memoryview(b'abcde')
len(m)
m[0]
m[-1]
m[5]
m[-6]
m['a']
m[1.5]
m[None]
m[slice(1, 3)]
bytes(m[slice(1, 3)])
m[slice(None, None, 2)].tolist()
m[slice(None, None, -1)].tolist()
m[slice(None, None, -1)].tobytes()
m[slice(None, None, -2)].strides
m[slice(None, None, 0)]
m[slice('a', None)]
m[()]
m[(0,)]
m[(0, 1)]
m[...]
m[(slice(1, 2),)]
m[0] = 1
del m[0]
m.tolist()
m.tobytes()
m.tobytes('C')
m.tobytes('X')
m.tobytes(order=None)
m.tobytes(order=1)
m.hex()
m.hex(':')
m.hex(':', 2)
m.hex(sep='-', bytes_per_sep=-2)
m.format
m.itemsize
m.nbytes
m.ndim
m.shape
m.strides
m.suboffsets
m.readonly
m.contiguous
m.c_contiguous
m.f_contiguous
m.obj
m.x
m.format = 1
m.readonly = False
m == b'abcde'
m == b'abcdf'
m == 'abcde'
m != b'abcde'
m < b'x'
b'abcde' == m
hash(m) == hash(b'abcde')
98 in m
120 in m
'a' in m
list(m)
list(reversed(m))
iter(m)
next(iter(m))
m.index(99)
m.index(99, 3)
m.index(99, 0, 2)
m.index(120)
m.index()
m.index(99, -10, 10)
m.count(97)
m.count(1)
m.count()
m + m
m * 2
bytes(m)
bytearray(m)
b''.join([m, b'f'])
b'abc' + memoryview(b'd')
bytearray(b'abc') + memoryview(b'd')
m.toreadonly() == m
m.__class__
bool(m)
bool(memoryview(b''))
str(m, 'utf-8')
int(memoryview(b'12'))
float(memoryview(b'1.5'))
m.__len__()
m.release(1)
m.release()
m.release()
m
m[0]
len(m)
m.tolist()
m.tobytes()
m.obj
m.format
m == b'abcde'
m == m
m.__enter__()
m.cast('B')
m.toreadonly()
memoryview(m)
list(m)
bytes(m)
1 in m
---
a = bytearray(b'abcde')
m = memoryview(a)
m
m.readonly
m.obj
m[0] = 120
a
m[0] = 256
m[0] = -1
m[0] = 'a'
m[0] = b'a'
m[0] = 1.5
m[9] = 1
m['a'] = 1
m[True] = 65
del m[0]
m[slice(0, 2)] = b'zy'
a
m[slice(0, 2)] = b'zyx'
m[slice(0, 2)] = 1
m[slice(0, 2)] = 'ab'
m[slice(0, 2)] = m[slice(1, 3)]
a
m[slice(1, 3)] = m[slice(0, 2)]
a
m[slice(None, None, 2)] = b'123'
a
m[slice(None, None, -1)] = b'54321'
a
m[()] = 1
m[(0,)] = 67
m[(0, 1)] = 67
m[...] = b'12345'
a
a.append(1)
a.extend(b'a')
a.clear()
a.pop()
a[0] = 66
m[0]
hash(m)
m == a
a == m
r = m.toreadonly()
r.readonly
r[0] = 1
hash(r)
s = m[slice(1, 3)]
s.obj is a
s.nbytes
s[0] = 90
a
m.release()
a.append(1)
s.release()
r.release()
a.append(1)
a
---
m = memoryview(bytearray(b'abcdefgh'))
m.cast()
m.cast(1)
m.cast('x')
m.cast('')
m.cast('@')
m.cast('@i').format
m.cast('<i')
m.cast('ii')
m.cast('i', 2)
m.cast('i', (3,))
m.cast('i', [2]).tolist()
m.cast('B', (2, 4)).tolist()
m.cast('B', (2, 4)).shape
m.cast('B', (2, 4)).strides
m.cast('B', (2, 2, 2)).tolist()
m.cast('B', (2, 0))
m.cast('B', (2, -4))
m.cast('B', ('a',))
m.cast('B', (3, 3))
m.cast('B', shape=(4, 2))[(1, 1)]
m.cast('B', shape=(4, 2))[(1, 2)]
m.cast('B', shape=(4, 2))[(1, -1)]
m.cast('B', shape=(4, 2))[(1, 1, 1)]
m.cast('B', shape=(4, 2))[1]
m.cast('B', shape=(4, 2))[slice(0, 1)]
m.cast('B', shape=(4, 2))[(1,)]
m.cast('B', shape=(4, 2))[(slice(0, 1), 0)]
len(m.cast('B', shape=(4, 2)))
list(m.cast('B', shape=(4, 2)))
m.cast('B', shape=(4, 2)) == m
m.cast('B', shape=(4, 2)) == m.cast('B', shape=(4, 2))
m.cast('B', shape=(4, 2)).cast('B') == m
m.cast('B', shape=(4, 2)).cast('B', (2, 4))
m.cast('B', shape=(4, 2)).tobytes()
m.cast('B', shape=(4, 2)).tobytes('F')
m.cast('B', shape=(4, 2)).c_contiguous
m.cast('B', shape=(4, 2)).f_contiguous
m.cast('B', shape=(4, 2)).hex()
97 in m.cast('B', shape=(4, 2))
hash(m.cast('B', shape=(4, 2)))
m.cast('i').tolist()
m.cast('i').itemsize
m.cast('i').nbytes
m.cast('i').strides
m.cast('q').tolist()
m.cast('Q').tolist()
m.cast('l').tolist()
m.cast('L').tolist()
m.cast('n').tolist()
m.cast('N').tolist()
m.cast('P').tolist()
m.cast('h').tolist()
m.cast('H').tolist()
m.cast('I').tolist()
m.cast('f').tolist()
m.cast('d').tolist()
m.cast('e').tolist()
m.cast('?').tolist()
m.cast('c').tolist()
m.cast('b').tolist()
m.cast('i').cast('h')
m.cast('i').cast('B').tolist()
m.cast('c').cast('b').tolist()
m[slice(0, 7)].cast('i')
m[slice(None, None, 2)].cast('i')
m[slice(None, None, -1)].cast('B')
m.cast('i')[0] = 1
m.cast('i')[0] = 2147483648
m.cast('i')[0] = 'a'
m.cast('i')[0] = 1.5
m.cast('I')[0] = -1
m.cast('h')[0] = 40000
m.cast('H')[0] = 65535
m.cast('q')[0] = 9223372036854775807
m.cast('Q')[0] = -1
m.cast('f')[0] = 1.5
m.cast('f')[0] = 'a'
m.cast('f').tolist()
m.cast('d')[0] = 2
m.cast('d').tolist()
m.cast('?')[0] = 5
m.cast('?')[0] = []
m.cast('?')[0]
m.cast('c')[0] = b'z'
m.cast('c')[0] = b'zz'
m.cast('c')[0] = 1
m.cast('c')[0]
m.cast('b')[0] = -128
m.cast('b')[0] = 128
m.cast('b')[0] = 'a'
m.cast('B')[0] = 'a'
m.cast('e')[0] = 1.5
m.cast('e')[0]
m.cast('i')[slice(0, 1)] = b'abcd'
m.cast('i')[slice(0, 1)] = memoryview(b'abcd').cast('i')
m.tolist()
m.cast('i') == m
m.cast('i') == m.cast('I')
m.cast('f') == m.cast('f')
m.cast('b') == m.cast('B')
m.cast('i').index(m.cast('i')[1])
m.cast('c').toreadonly() == m
hash(m.cast('i').toreadonly())
m.cast('i').hex()
1684234849 in m.cast('i')
m.tobytes('A')
memoryview[int]
memoryview.cast.__text_signature__
type('X', (memoryview,), {})
ref(m)() is m
"""

if __name__ == "__main__":
    core.main(CASES, sys.argv[1:])
