#include "cli/data_report.h"

#include <fmt/format.h>

#include <iostream>

#include "cli/commands.h"
#include "core/json.h"

namespace vip::cli {
namespace {

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20));
}

void print_findings(const std::vector<DataFault>& found, const char* what) {
  for (const DataFault& one : found)
    std::cout << fmt::format("{} ({}): {}: {}\n  {}\n", what, one.kind, one.where, one.what,
                             one.advice);
}

void write_findings(json::Writer& writer, const char* name, const std::vector<DataFault>& found) {
  writer.key(name).begin_array();
  for (const DataFault& one : found) {
    writer.begin_object().key("where").string(one.where).key("kind").string(one.kind);
    writer.key("what").string(one.what).key("advice").string(one.advice).end_object();
  }
  writer.end_array();
}

}  // namespace

int report(const DataCheck& check, bool as_json, const std::string& of) {
  if (as_json) {
    std::string text;
    json::Writer writer{text};
    writer.begin_object().key("tenants").number(check.tenants).key("records").number(check.records);
    writer.key("aggregates").number(check.aggregates).key("contents").number(check.contents);
    writer.key("bytes").number(static_cast<std::int64_t>(check.bytes));
    write_findings(writer, "faults", check.faults);
    write_findings(writer, "notes", check.notes);
    writer.end_object();
    std::cout << text << '\n';
  } else {
    print_findings(check.faults, "fault");
    print_findings(check.notes, "note");
    std::cout << fmt::format(
        "{}: {} tenants, {} records, {} totals, {} contents, {}: {}\n", of, check.tenants,
        check.records, check.aggregates, check.contents, mebibytes(check.bytes),
        check.faults.empty() ? "no faults" : fmt::format("{} faults", check.faults.size()));
  }
  return check.faults.empty() ? kDone : kRefused;
}

std::string json_of(const BackupResult& result) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object().key("backup").string(result.backup.id);
  writer.key("tenants").number(static_cast<std::int64_t>(result.backup.tenants.size()));
  writer.key("files").number(static_cast<std::int64_t>(result.backup.files.size()));
  writer.key("bytes").number(static_cast<std::int64_t>(result.bytes));
  writer.key("stored-bytes").number(static_cast<std::int64_t>(result.stored));
  writer.key("incomplete").begin_array();
  for (const std::string& what : result.incomplete) writer.string(what);
  writer.end_array().end_object();
  return text;
}

std::string text_of(const BackupResult& result, bool is_encrypted) {
  std::string text = fmt::format(
      "Backup {}: {} tenants, {} files, {}, of which {} had to be stored, {}.\n", result.backup.id,
      result.backup.tenants.size(), result.backup.files.size(), mebibytes(result.bytes),
      mebibytes(result.stored), is_encrypted ? "encrypted" : "not encrypted");
  for (const std::string& what : result.incomplete) text += "missing in it: " + what + "\n";
  if (!is_encrypted && result.backup.whole)
    text += "It has no master key: keep a copy of master.key apart from it.\n";
  return text;
}

}  // namespace vip::cli
