//! Descriptors that classes get for `__dict__` and `__weakref__` of their instances.

use super::spec::GetSetDef;
use crate::objects::{instance, weakref};

/// `__dict__` of instances
pub(super) static DICT: GetSetDef = GetSetDef::new("__dict__", instance::get_dict)
    .set(instance::set_dict)
    .doc("the attributes of the object by name");

/// `__weakref__` of instances
pub(super) static WEAKREF: GetSetDef =
    GetSetDef::new("__weakref__", weakref::get_weakref).doc("who refers weakly to the object");
