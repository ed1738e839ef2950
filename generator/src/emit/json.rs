//! `isa.json`, the instruction set for programs in other languages, and the description of its format.
//!
//! The format is that of [`crate::ir`], and so is its description: the doc comments of those types, which
//! schemars carries into a JSON Schema, which a template prints for people.

use askama::Template;
use schemars::schema_for;
use serde_json::Value;

use super::GeneratedFile;
use crate::ir::Isa;

/// The instruction set as JSON, one value a line.
pub fn isa_json(isa: &Isa) -> GeneratedFile {
    // Serializing fails only for maps whose keys are not strings; the IR holds no map.
    let mut contents = serde_json::to_string_pretty(isa).expect("the IR has no maps");
    contents.push('\n');
    GeneratedFile { path: "isa.json".to_owned(), contents }
}

/// The format of `isa.json`: a JSON Schema (2020-12) for programs, and the same as Markdown for people.
pub fn isa_schema() -> Vec<GeneratedFile> {
    let schema = schema_for!(Isa).to_value();
    let mut json = serde_json::to_string_pretty(&schema).expect("a schema has no maps but of strings");
    json.push('\n');
    let mut markdown = SchemaFile::new(&schema).render().expect("rendering into memory cannot fail");
    markdown.push('\n');
    vec![
        GeneratedFile { path: "isa.schema.json".to_owned(), contents: json },
        GeneratedFile { path: "isa.schema.md".to_owned(), contents: markdown },
    ]
}

/// `isa.schema.md`
#[derive(Template)]
#[template(path = "isa/schema.md.askama")]
struct SchemaFile {
    types: Vec<Type>,
}

/// A type of the IR.
struct Type {
    name: String,
    doc: String,
    fields: Vec<Field>,
    variants: Vec<Variant>,
}

/// A field of an object.
struct Field {
    name: String,
    ty: String,
    doc: String,
}

/// A value that an enumeration can have.
struct Variant {
    form: String,
    doc: String,
}

impl SchemaFile {
    fn new(schema: &Value) -> SchemaFile {
        let definitions = schema.get("$defs").and_then(Value::as_object);
        let mut types = vec![describe("Isa", schema)];
        // Types in the order in which a reader meets them.
        let mut next = 0;
        while let Some(known) = types.get(next) {
            let mentioned: Vec<String> = links(known);
            for name in mentioned {
                let definition = definitions.and_then(|d| d.get(&name));
                if let Some(definition) = definition.filter(|_| types.iter().all(|t| t.name != name)) {
                    types.push(describe(&name, definition));
                }
            }
            next += 1;
        }
        SchemaFile { types }
    }
}

/// The types that a type's description links to.
fn links(ty: &Type) -> Vec<String> {
    let texts = ty.fields.iter().map(|f| &f.ty).chain(ty.variants.iter().map(|v| &v.form));
    texts
        .flat_map(|text| text.split("](#").skip(1))
        .filter_map(|rest| rest.split_once(')'))
        .map(|(anchor, _)| anchor.to_owned())
        .collect()
}

fn describe(name: &str, schema: &Value) -> Type {
    let mut variants = Vec::new();
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        variants.extend(values.iter().map(|v| Variant { form: format!("`{v}`"), doc: String::new() }));
    }
    for alternative in schema.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        if let Some(values) = alternative.get("enum").and_then(Value::as_array) {
            variants.extend(values.iter().map(|v| Variant { form: format!("`{v}`"), doc: String::new() }));
        } else {
            variants.push(Variant { form: shape(alternative), doc: doc(alternative) });
        }
    }
    let fields = if variants.is_empty() { fields(schema) } else { Vec::new() };
    Type { name: name.to_owned(), doc: doc(schema), fields, variants }
}

fn fields(schema: &Value) -> Vec<Field> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let field =
        |(name, schema): (&String, &Value)| Field { name: name.clone(), ty: shape(schema), doc: doc(schema) };
    properties.into_iter().flatten().map(field).collect()
}

/// The comment, as one line.
fn doc(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A link of rustdoc's is plain code here, and a bar would end the cell of a table.
    line.replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}

/// What a value looks like, as Markdown. Schemas nest no deeper than the types that they come from.
fn shape(schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        return format!("[{name}](#{name})");
    }
    if let Some(value) = schema.get("const") {
        return format!("`{value}`");
    }
    if let Some(alternatives) = schema.get("anyOf").and_then(Value::as_array) {
        return alternatives.iter().map(shape).collect::<Vec<_>>().join(" or ");
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(ty)) => vec![ty.as_str()],
        _ => vec!["anything"],
    };
    types.into_iter().map(|ty| shape_of_type(ty, schema)).collect::<Vec<_>>().join(" or ")
}

fn shape_of_type(ty: &str, schema: &Value) -> String {
    match ty {
        "array" => match schema.get("prefixItems").and_then(Value::as_array) {
            Some(items) => format!("\\[{}\\]", items.iter().map(shape).collect::<Vec<_>>().join(", ")),
            None => format!("array of {}", schema.get("items").map(shape).unwrap_or_default()),
        },
        "object" => {
            let fields = fields(schema).into_iter().map(|f| match f.doc.as_str() {
                "" => format!("`\"{}\":` {}", f.name, f.ty),
                doc => format!("`\"{}\":` {} ({})", f.name, f.ty, doc.trim_end_matches('.')),
            });
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        other => other.to_owned(),
    }
}
