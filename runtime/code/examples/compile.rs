//! Compiles a file and prints its listing (`dis`), the qualified names in it (`names`) or what marshal writes
//! (`marshal`).

use std::io::Write;

use casewright_code::compile::{Mode, Options, compile};
use casewright_code::{Constant, dis, marshal};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (what, file) = (arguments.next().expect("dis, names or marshal"), arguments.next().expect("a file"));
    let source = std::fs::read(&file).expect("the file can be read");
    match compile(&source, &file, Mode::Exec, Options::default()) {
        Ok(compiled) if what == "dis" => print!("{}", dis::dis(&compiled.code).without_addresses()),
        Ok(compiled) if what == "names" => {
            compiled.code.walk().for_each(|code| println!("{}", code.qualname))
        }
        Ok(compiled) => {
            let bytes = marshal::write_fresh(&Constant::Code(compiled.code)).expect("it can be written");
            std::io::stdout().write_all(&bytes).expect("it can be printed");
        }
        Err(error) => println!("{error}"),
    }
}
