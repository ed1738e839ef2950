// Tokens that are easy to get wrong. The reference accepts them all; some of it is no C.
#
a b
  # if X // a directive to the end of its line
	tab = 0xFFu + 0x1fL + 017 + 089 + 0 + 00 + 1LU + 1ull + 1.5e+3f + .5 + 1. + 1e9 + 1...2;
c = 'x' + '"' + '\n' + '\'' + '\\';
#define M(x) /* not a comment \
the next line
e = "é a \"string\" \x41 \101" L"wide" "";
/* a comment
   over lines é */ after /* first **/ swallowed /* second */ behind
#elif y
#else
#endif
# 	endif
x<<=y>>=z->w...--v++!=~a^=b|=c&=d%=e||f&&g<=h>=i==j?k:l,m.n[o]{p}\q;
"unclosed 'quotes
inst op macro label spilled split family pseudo flush offsetof register no_save_ip tier1 tier2 tier3 override
