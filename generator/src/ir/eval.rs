//! Sizes as numbers: what a [`SizeExpr`] comes to for one `oparg`, and how sums of them are put together.

use super::{Effect, Isa, SizeExpr, SizeOp};

impl Effect {
    /// An effect of a fixed number of items.
    pub fn constant(items: i64) -> Effect {
        Effect { text: items.to_string(), expr: SizeExpr::Int(items) }
    }

    /// The number of items for one `oparg`. See [`SizeExpr::eval`].
    pub fn eval(&self, oparg: i64) -> i64 {
        self.expr.eval(oparg)
    }
}

impl SizeExpr {
    /// The value for one `oparg`, with the operators of C's `int`. What C leaves undefined has a defined value
    /// here, so that no input can stop the generator: arithmetic wraps at 64 bits, a division by zero gives
    /// zero, and a shift by a negative or too large count gives what shifting bit by bit would give (zero, or
    /// minus one for the right shift of a negative number).
    pub fn eval(&self, oparg: i64) -> i64 {
        match self {
            SizeExpr::Int(value) => *value,
            SizeExpr::Oparg => oparg,
            SizeExpr::Neg(e) => e.eval(oparg).wrapping_neg(),
            SizeExpr::Not(e) => i64::from(e.eval(oparg) == 0),
            SizeExpr::BitNot(e) => !e.eval(oparg),
            SizeExpr::Binary(SizeOp::And, l, r) => i64::from(l.eval(oparg) != 0 && r.eval(oparg) != 0),
            SizeExpr::Binary(SizeOp::Or, l, r) => i64::from(l.eval(oparg) != 0 || r.eval(oparg) != 0),
            SizeExpr::Binary(op, l, r) => op.apply(l.eval(oparg), r.eval(oparg)),
            SizeExpr::Cond(c, t, e) => {
                if c.eval(oparg) != 0 {
                    t.eval(oparg)
                } else {
                    e.eval(oparg)
                }
            }
        }
    }

    /// Whether the value is the same for every `oparg`, and which it is.
    pub fn as_constant(&self) -> Option<i64> {
        (!self.uses_oparg()).then(|| self.eval(0))
    }

    /// Whether `oparg` occurs in it.
    pub fn uses_oparg(&self) -> bool {
        match self {
            SizeExpr::Int(_) => false,
            SizeExpr::Oparg => true,
            SizeExpr::Neg(e) | SizeExpr::Not(e) | SizeExpr::BitNot(e) => e.uses_oparg(),
            SizeExpr::Binary(_, l, r) => l.uses_oparg() || r.uses_oparg(),
            SizeExpr::Cond(c, t, e) => c.uses_oparg() || t.uses_oparg() || e.uses_oparg(),
        }
    }

    /// The sum of several terms; zero if there are none. The additions form a balanced tree, so that its depth
    /// stays small however many items an instruction has.
    pub fn sum(mut terms: Vec<SizeExpr>) -> SizeExpr {
        while terms.len() > 1 {
            let mut halved = Vec::with_capacity(terms.len().div_ceil(2));
            let mut iter = terms.into_iter();
            while let Some(left) = iter.next() {
                halved.push(match iter.next() {
                    Some(SizeExpr::Neg(right)) => SizeExpr::Binary(SizeOp::Sub, Box::new(left), right),
                    Some(right) => SizeExpr::Binary(SizeOp::Add, Box::new(left), Box::new(right)),
                    None => left,
                });
            }
            terms = halved;
        }
        terms.pop().unwrap_or_default()
    }
}

impl SizeOp {
    fn apply(self, l: i64, r: i64) -> i64 {
        match self {
            SizeOp::Mul => l.wrapping_mul(r),
            SizeOp::Div if r == 0 => 0,
            SizeOp::Div => l.wrapping_div(r),
            SizeOp::Rem if r == 0 => 0,
            SizeOp::Rem => l.wrapping_rem(r),
            SizeOp::Add => l.wrapping_add(r),
            SizeOp::Sub => l.wrapping_sub(r),
            SizeOp::Shl => u32::try_from(r).ok().and_then(|r| l.checked_shl(r)).unwrap_or(0),
            SizeOp::Shr => {
                u32::try_from(r).ok().and_then(|r| l.checked_shr(r)).unwrap_or(if l < 0 { -1 } else { 0 })
            }
            SizeOp::Lt => i64::from(l < r),
            SizeOp::Gt => i64::from(l > r),
            SizeOp::Le => i64::from(l <= r),
            SizeOp::Ge => i64::from(l >= r),
            SizeOp::Eq => i64::from(l == r),
            SizeOp::Ne => i64::from(l != r),
            SizeOp::BitAnd => l & r,
            SizeOp::BitXor => l ^ r,
            SizeOp::BitOr => l | r,
            SizeOp::And => i64::from(l != 0 && r != 0),
            SizeOp::Or => i64::from(l != 0 || r != 0),
        }
    }
}

impl Isa {
    /// The change of the stack's depth by an instruction. A pseudo-instruction that pushes a block has an effect only
    /// when it "jumps" to its handler; without a choice the larger effect counts, as `dis.stack_effect` defines it.
    pub fn net_effect(&self, name: &str, oparg: i64, jump: Option<bool>) -> Option<i64> {
        if let Some(inst) = self.instructions.iter().find(|inst| inst.name == name) {
            return Some(inst.pushed.eval(oparg) - inst.popped.eval(oparg));
        }
        let pseudo = self.pseudos.iter().find(|pseudo| pseudo.name == name)?;
        let effect = pseudo.pushed.eval(oparg) - pseudo.popped.eval(oparg);
        Some(match (pseudo.block_push, jump) {
            (true, Some(false)) => 0,
            (true, None) => effect.max(0),
            _ => effect,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binary(op: SizeOp, l: SizeExpr, r: SizeExpr) -> SizeExpr {
        SizeExpr::Binary(op, Box::new(l), Box::new(r))
    }

    #[test]
    fn follows_c() {
        use SizeExpr::{Int, Oparg};
        assert_eq!(binary(SizeOp::BitAnd, Oparg, Int(0xFF)).eval(0x1FE), 0xFE);
        assert_eq!(binary(SizeOp::Shr, Oparg, Int(8)).eval(0x1FE), 1);
        assert_eq!(binary(SizeOp::Div, Int(-7), Int(2)).eval(0), -3, "division truncates towards zero");
        assert_eq!(binary(SizeOp::Rem, Int(-7), Int(2)).eval(0), -1);
        assert_eq!(SizeExpr::Not(Box::new(Oparg)).eval(0), 1);
        let cond =
            SizeExpr::Cond(Box::new(binary(SizeOp::Eq, Oparg, Int(3))), Box::new(Int(1)), Box::new(Int(0)));
        assert_eq!((cond.eval(3), cond.eval(2)), (1, 0));
        assert_eq!(cond.as_constant(), None);
    }

    #[test]
    fn never_overflows() {
        use SizeExpr::Int;
        for op in [SizeOp::Mul, SizeOp::Div, SizeOp::Rem, SizeOp::Add, SizeOp::Sub, SizeOp::Shl, SizeOp::Shr]
        {
            for l in [i64::MIN, -1, 0, 1, i64::MAX] {
                for r in [i64::MIN, -1, 0, 1, 63, 64, i64::MAX] {
                    binary(op, Int(l), Int(r)).eval(0);
                }
            }
        }
        assert_eq!(binary(SizeOp::Shr, Int(-5), Int(1000)).eval(0), -1);
        assert_eq!(binary(SizeOp::Shl, Int(-5), Int(-1)).eval(0), 0);
    }

    #[test]
    fn sums_stay_shallow() {
        fn depth(e: &SizeExpr) -> usize {
            match e {
                SizeExpr::Binary(_, l, r) => 1 + depth(l).max(depth(r)),
                _ => 0,
            }
        }
        let sum = SizeExpr::sum(vec![SizeExpr::Oparg; 1000]);
        assert_eq!(sum.eval(3), 3000);
        assert!(depth(&sum) <= 10);
        assert_eq!(SizeExpr::sum(vec![]).eval(7), 0);
        assert_eq!(
            SizeExpr::sum(vec![SizeExpr::Int(2), SizeExpr::Neg(Box::new(SizeExpr::Oparg))]).eval(5),
            -3
        );
    }
}
