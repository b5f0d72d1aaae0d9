#include "domains/shared/test_practice.h"

#include <algorithm>
#include <stdexcept>

#include "core/embedded_file.h"
#include "declaration/reader.h"
#include "rules/registry.h"

namespace vip::domains {
namespace {

// Tables of all domains take some time to make: once for all tests of a process.
struct SharedPractice {
  RuleSet rules{declared(), registered_rules(), registered_actions(), registered_jobs()};
  RecordWriter writer{declared(), rules, system_clock()};
  test::TestTenant data{declared()};
};

SharedPractice& shared_practice() {
  static SharedPractice shared;
  return shared;
}

}  // namespace

const Catalogue& declared() {
  static const Catalogue catalogue = [] {
    std::vector<DeclarationFile> files;
    for (const EmbeddedFile& file : embedded::declarations())
      files.push_back({std::string(file.path), std::string(file.text)});
    auto read = read_catalogue(files);
    if (!read) throw std::runtime_error(read.error().front().message);
    return std::move(*read);
  }();
  return catalogue;
}

Uuid entry(std::string_view resource, std::string_view code) {
  const auto& entries = declared().resource(resource).system_entries;
  const auto found = std::ranges::find(entries, code, &SystemEntry::code);
  if (found == entries.end()) throw std::runtime_error("no such entry: " + std::string(code));
  return found->id;
}

Practice::Practice() : TestPractice{shared_practice().data, declared(), shared_practice().writer} {}

Record Practice::add(std::string_view resource, const NamedValues& values) {
  NamedValues all = values;
  if (resource == "location-management/locations" &&
      std::ranges::find(all, "timezone", &NamedValues::value_type::first) == all.end())
    all.emplace_back("timezone", "Europe/London");
  return TestPractice::add(resource, all);
}

}  // namespace vip::domains
