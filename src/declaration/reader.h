#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "schema/resource.h"

namespace vip {

// A declaration as text: "contact-management/resources/contacts.yaml".
struct DeclarationFile {
  std::string path;
  std::string text;
};

struct DeclarationError {
  std::string file;
  int line = 0;         // 1-based
  std::string message;  // what was wrong and what is expected
};

// Reads and resolves all declarations: types, references, relations, paths, filters, columns. Every
// error of every file is reported, not the first only.
tl::expected<Catalogue, std::vector<DeclarationError>> read_catalogue(
    const std::vector<DeclarationFile>& files);

std::vector<DeclarationFile> declarations_in(
    const std::string& directory);  // throws std::runtime_error when unreadable

}  // namespace vip
