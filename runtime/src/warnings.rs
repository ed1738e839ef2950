//! Warnings of the VM itself, as CPython's default filters show them.
//!
//! A warning is shown once for each text, category and place. The module `warnings` changes that once a program has
//! imported it: then it is asked.

#![allow(unsafe_code, reason = "asks the frame that runs")]

use crate::errors::PyResult;
use crate::eval::call::current_frame;
use crate::eval::frame;
use crate::objects::dict::Dict;
use crate::objects::generator::Generator;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::Type;
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// Where a warning is about.
struct Place<'a> {
    filename: &'a str,
    line: usize,
    /// `__name__` of the module.
    module: &'a str,
    /// `__warningregistry__` of the module: what it has been warned of.
    registry: Option<Ref<Dict>>,
    /// Whether the warning is about an object.
    has_source: bool,
}

impl Vm {
    /// Warns about the line that runs: `PyErr_WarnEx` with a stack level of 1.
    #[cold]
    pub(crate) fn warn(&self, category: &Type, message: &str) -> PyResult<()> {
        self.warn_about(category, message, false)
    }

    /// [`Vm::warn`]; `has_source` says that the warning is about an object, of which it might be said where it was
    /// made.
    fn warn_about(&self, category: &Type, message: &str, has_source: bool) -> PyResult<()> {
        let frame = current_frame(self);
        if frame.is_null() {
            // It is not said where an object was made that ends with the VM.
            let place =
                Place { filename: "<sys>", line: 0, module: "sys", registry: None, has_source: false };
            return self.warn_at(category, message, &place);
        }
        // SAFETY: the frame runs.
        let (filename, line, globals) = unsafe {
            let code = frame::code(frame);
            let line = code.line(usize::try_from(frame::lasti(frame)).ok());
            let globals = (*frame).f_globals.to_obj().and_then(|globals| globals.cast::<Dict>());
            (code.filename().to_ref(), line, globals.map(|globals| globals.to_ref()))
        };
        let name = globals.as_ref().and_then(|globals| globals.get_str(self, self.names.__name__.ptr()));
        let name = name.as_ref().and_then(|name| name.cast::<Str>());
        let name = name.map_or_else(|| "<string>".into(), |name| name.get().as_str().into_owned());
        let registry = match globals {
            Some(globals) => Some(self.warning_registry(&globals)?),
            None => None,
        };
        let line = line.and_then(|line| usize::try_from(line).ok()).unwrap_or(0);
        let filename = filename.as_str();
        let place = Place { filename: &filename, line, module: &name, registry, has_source };
        self.warn_at(category, message, &place)
    }

    /// Warns about a line of a file: `PyErr_WarnExplicit`.
    #[cold]
    #[cfg(feature = "compiler")]
    pub(crate) fn warn_explicit(
        &self,
        category: &Type,
        message: &str,
        filename: &str,
        line: usize,
    ) -> PyResult<()> {
        let module = filename.strip_suffix(".py").unwrap_or(filename);
        let place = Place { filename, line, module, registry: None, has_source: false };
        self.warn_at(category, message, &place)
    }

    /// Warns that a method for a conversion answered with an instance of a subclass.
    #[cold]
    pub(crate) fn warn_subclass_result(&self, method: &str, expected: &str, result: &Type) -> PyResult<()> {
        let name = result.name();
        self.warn(
            self.types.deprecation_warning(),
            &format!(
                "{method} returned non-{expected} (type {name}).  The ability to return an instance of a strict \
                 subclass of {expected} is deprecated, and may be removed in a future version of Python."
            ),
        )
    }

    /// Warns that a coroutine ends which nobody awaited: `_PyErr_WarnUnawaitedCoroutine`.
    pub(crate) fn warn_unawaited(&self, coroutine: Obj<'_>) {
        let qualname =
            match coroutine.cast::<Generator>().and_then(|coroutine| coroutine.get().qualname.get()) {
                Some(qualname) => qualname.as_str().into_owned(),
                None => coroutine.ty().name().to_owned(),
            };
        let message = format!("coroutine '{qualname}' was never awaited");
        if self.warn_about(self.types.runtime_warning(), &message, true).is_err() {
            self.write_unraisable("Exception ignored while finalizing coroutine", Some(coroutine));
        }
    }

    /// Warns that a step of an asynchronous generator ends which nobody awaited: `_PyErr_WarnUnawaitedAgenMethod`.
    pub(crate) fn warn_unawaited_method(&self, method: &str, generator: &Generator) {
        let qualname = generator.qualname.get().map_or_else(Value::none, Ref::into_value);
        let message = match self.repr(qualname.obj()) {
            Ok(name) => format!("coroutine method '{method}' of {} was never awaited", name.as_str()),
            Err(_) => return self.write_unraisable("Exception ignored while finalizing coroutine", None),
        };
        if self.warn_about(self.types.runtime_warning(), &message, true).is_err() {
            let place = generator.header().ty().name();
            self.write_unraisable(&format!("Exception ignored while finalizing {place}"), None);
        }
    }

    fn warning_registry(&self, globals: &Dict) -> PyResult<Ref<Dict>> {
        let key = self.intern("__warningregistry__");
        if let Some(found) = globals.get_str(self, key.ptr())
            && let Some(dict) = found.cast::<Dict>()
        {
            return Ok(dict.to_ref());
        }
        let registry = Dict::new(self);
        globals.set_str(self, key.ptr(), registry.obj())?;
        Ok(registry)
    }

    fn warn_at(&self, category: &Type, message: &str, place: &Place<'_>) -> PyResult<()> {
        if let Some(module) = self.imported("warnings")? {
            return self.warn_by_module(module.obj(), category, message, place);
        }
        if self.is_ignored(category, place.module) {
            return Ok(());
        }
        if let Some(registry) = &place.registry {
            let key = [
                Str::new(self, message).into_value(),
                category.ptr().to_value(),
                self.int(place.line as i64),
            ];
            let key = Tuple::new(self, key.into());
            if registry.contains(self, key.obj())? {
                return Ok(());
            }
            registry.set(self, key.obj(), Obj::TRUE)?;
        }
        self.show_warning(category, message, place);
        Ok(())
    }

    /// A module, if a program has imported it.
    pub(crate) fn imported(&self, name: &str) -> PyResult<Option<Value>> {
        match self.sys_object("modules").as_ref().and_then(|modules| modules.cast::<Dict>()) {
            Some(modules) => modules.get().get(self, self.intern(name).obj()),
            None => Ok(None),
        }
    }

    /// `warnings.warn_explicit(message, category, filename, lineno, module, registry)`
    fn warn_by_module(
        &self,
        module: Obj<'_>,
        category: &Type,
        message: &str,
        place: &Place<'_>,
    ) -> PyResult<()> {
        let Some(function) = self.getattr_opt_str(module, "warn_explicit")? else { return Ok(()) };
        let text = |text: &str| Str::new(self, text).into_value();
        let args = [
            text(message),
            category.ptr().to_value(),
            text(place.filename),
            self.int(place.line as i64),
            text(place.module),
            place.registry.clone().map_or_else(Value::none, Ref::into_value),
        ];
        let args: Vec<Obj<'_>> = args.iter().map(Value::obj).collect();
        self.call_args(function.obj(), &args).map(drop)
    }

    /// What the default filters leave out.
    fn is_ignored(&self, category: &Type, module: &str) -> bool {
        if category.is_subtype(self.types.deprecation_warning()) {
            return module != "__main__";
        }
        [self.types.pending_deprecation_warning(), self.types.import_warning(), self.types.resource_warning()]
            .into_iter()
            .any(|ignored| category.is_subtype(ignored))
    }

    /// Writes a warning to `sys.stderr`, with the line of source that it is about: `show_warning`.
    fn show_warning(&self, category: &Type, message: &str, place: &Place<'_>) {
        let Some(stderr) = self.sys_object("stderr").filter(|stderr| !stderr.is_none()) else { return };
        let mut text = format!("{}:{}: {}: {message}\n", place.filename, place.line, category.short_name());
        if let Some(line) = source_line(place) {
            text += &format!("  {line}\n");
        }
        if place.has_source {
            text += category.short_name();
            text += ": Enable tracemalloc to get the object allocation traceback\n";
        }
        let text = Str::new(self, &text);
        if self.call_method(stderr.obj(), self.names.write.ptr(), &[text.obj()]).is_err() {
            // Nobody can be told that the warning cannot be shown.
            self.clear_exception();
        }
    }
}

fn source_line(place: &Place<'_>) -> Option<String> {
    let bytes = std::fs::read(place.filename).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().nth(place.line.checked_sub(1)?)?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
