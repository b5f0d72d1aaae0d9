#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "declaration/ast/error_sink.h"
#include "schema/resource.h"

namespace vip {

struct KeywordRegistry;

// A declaration as text: "contact-management/resources/contacts.yaml".
struct DeclarationFile {
  std::string path;
  std::string text;
};

// The keywords of src/engine/constraints; the build writes the table, as it does for rules.
const KeywordRegistry& registered_keywords();

// Reads and resolves all declarations: types, references, relations, paths, filters, columns. Every
// error of every file is reported, not the first one alone.
tl::expected<Catalogue, std::vector<DeclarationError>> read_catalogue(
    const std::vector<DeclarationFile>& files,
    const KeywordRegistry& keywords = registered_keywords());

std::vector<DeclarationFile> declarations_in(
    const std::string& directory);  // throws std::runtime_error when unreadable

}  // namespace vip
