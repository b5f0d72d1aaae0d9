#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "declaration/reader.h"

// Small declarations for tests. A test writes only what it is about; line numbers in expected
// errors count from the first line of the text that it writes.

namespace vip::test {

using Texts = std::vector<std::string>;

inline DeclarationFile domain_file(const std::string& name, const std::string& imports = "") {
  return {name + "/domain.yaml", "domain: " + name +
                                     "\ntitle: T\ndescription: D\nversion: 1.0.0\nscope: pet\n"
                                     "owner: O\nsupport: S\n" +
                                     imports};
}

// Five lines before `rest`, whose first line is line 6.
inline DeclarationFile resource_file(const std::string& name, const std::string& rest,
                                     const std::string& operations = "list, read, create, patch") {
  const std::string singular = name.ends_with('s') ? name.substr(0, name.size() - 1) : name;
  return {"pets/resources/" + name + ".yaml",
          "resource: " + name + "\ntitle: T\ndescription: D\nid: " + singular +
              "-uuid\noperations: [" + operations + "]\n" + rest};
}

inline DeclarationFile library_file(const std::string& name, const std::string& rest = "") {
  const std::string singular = name.substr(0, name.size() - 1);
  return {"pets/resources/" + name + ".yaml", "resource: " + name +
                                                  "\ntitle: T\ndescription: D\nid: " + singular +
                                                  "-uuid\nlibrary: true\n" + rest};
}

inline std::vector<DeclarationFile> pets(std::vector<DeclarationFile> files) {
  files.insert(files.begin(), domain_file("pets"));
  return files;
}

// "pets/resources/dogs.yaml:7: message", every error in order.
inline Texts errors_of(const std::vector<DeclarationFile>& files) {
  Texts texts;
  const auto catalogue = read_catalogue(files);
  if (catalogue) return texts;
  for (const DeclarationError& error : catalogue.error()) {
    texts.push_back(error.file + ":" + std::to_string(error.line) + ": " + error.message);
  }
  return texts;
}

// Errors of one resource's file, without its path.
inline Texts errors_in(const DeclarationFile& file) {
  Texts texts = errors_of(pets({file}));
  for (std::string& text : texts) {
    if (text.starts_with(file.path + ":")) text.erase(0, file.path.size() + 1);
  }
  return texts;
}

inline Catalogue read(const std::vector<DeclarationFile>& files) {
  auto catalogue = read_catalogue(files);
  if (catalogue) return std::move(*catalogue);
  for (const std::string& error : errors_of(files)) ADD_FAILURE() << error;
  return {};
}

}  // namespace vip::test
