//! Runs Python programs.
use casewright_vm::objects::module::Module;
use casewright_vm::vm::Vm;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let source = std::fs::read(&args[1]).unwrap();
    let vm = Vm::new();
    vm.enter(|vm| {
        vm.temp_install();
        let main = Module::new(vm, "__main__").ok().unwrap();
        let r = vm.run_source_in(&source, &args[1], &main.dict());
        vm.temp_end();
        if let Ok(v) = &r {
            println!("ok {:?}", v);
        } else {
            println!("{}", vm.exc_text());
        }
    });
}
