#include "backup/manifest.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <unordered_set>

#include "backup/path_parts.h"
#include "core/bytes.h"
#include "core/json.h"

namespace vip {
namespace {

using Kind = json::Node::Kind;

// Paths of a whole data directory: a large practice has a hundred thousand documents. A chunk is a
// node: two terabytes have eight million.
constexpr json::Limits kManifestLimits{.depth = 8, .nodes = 10'000'000};

constexpr std::size_t kMostPathParts = 8;
constexpr std::uint64_t kPiece = BackupRepository::kChunk;
constexpr std::uint64_t kMostOfAFile = std::uint64_t{1} << 50;

[[noreturn]] void fail_to_read() { throw std::runtime_error{"The list of a backup is damaged."}; }

const json::Node& member(const json::Node& object, std::string_view name, Kind kind) {
  const json::Node* node = object.find(name);
  if (node == nullptr || !node->is(kind)) fail_to_read();
  return *node;
}

std::string text_of(const json::Node& object, std::string_view name) {
  return member(object, name, Kind::string).text;
}

Instant instant_of(const json::Node& object, std::string_view name) {
  const auto instant = parse_instant(text_of(object, name));
  if (!instant) fail_to_read();
  return *instant;
}

bool is_path_part(std::string_view part) {
  return !part.empty() && part.front() != '.' && std::ranges::all_of(part, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

// What a restore writes stays below the directory that it writes into, and is what a data directory
// has: nothing that the server would read as something else.
std::string path_of(const json::Node& file) {
  std::string path = text_of(file, "path");
  if (path == "platform.db" || path == "master.key") return path;
  const auto parts = path_parts(path);
  const std::string_view folder = parts.front();
  if (folder != "tenants" && folder != "blobs" && folder != "jobs") fail_to_read();
  if (parts.size() < 2 || parts.size() > kMostPathParts) fail_to_read();
  if (!std::ranges::all_of(parts, is_path_part)) fail_to_read();
  return path;
}

BackedUpFile file_of(const json::Node& node) {
  BackedUpFile file;
  file.path = path_of(node);
  const std::string& size = member(node, "size", Kind::number).text;
  const char* end = size.data() + size.size();
  const auto read = std::from_chars(size.data(), end, file.size);
  if (read.ec != std::errc{} || read.ptr != end || file.size > kMostOfAFile) fail_to_read();
  for (const json::Node& chunk : member(node, "chunks", Kind::array).items) {
    if (!chunk.is(Kind::string) || !digest_from_hex(chunk.text)) fail_to_read();
    file.chunks.push_back(chunk.text);
  }
  // A list that names a chunk more often would fill the disk with what no file has.
  const std::uint64_t chunks = file.size / kPiece + (file.size % kPiece == 0 ? 0 : 1);
  if (file.chunks.size() != chunks) fail_to_read();
  return file;
}

BackedUpTenant tenant_of_backup(const json::Node& node) {
  BackedUpTenant tenant;
  const auto id = parse_uuid(text_of(node, "tenant-uuid"));
  if (!id) fail_to_read();
  tenant.id = *id;
  tenant.name = text_of(node, "name");
  tenant.customer = text_of(node, "customer");
  tenant.environment = text_of(node, "environment");
  tenant.currency = text_of(node, "currency");
  tenant.locale = text_of(node, "locale");
  tenant.charity = member(node, "charity", Kind::boolean).boolean;
  tenant.created = instant_of(node, "created");
  return tenant;
}

}  // namespace

std::string manifest_text(const Backup& backup) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object().key("id").string(backup.id).key("release").string(backup.release);
  writer.key("created").string(to_string(backup.created)).key("whole").boolean(backup.whole);
  writer.key("tenants").begin_array();
  for (const BackedUpTenant& tenant : backup.tenants) {
    writer.begin_object().key("tenant-uuid").string(to_string(tenant.id));
    writer.key("name").string(tenant.name).key("customer").string(tenant.customer);
    writer.key("environment").string(tenant.environment);
    writer.key("currency").string(tenant.currency).key("locale").string(tenant.locale);
    writer.key("charity").boolean(tenant.charity);
    writer.key("created").string(to_string(tenant.created)).end_object();
  }
  writer.end_array().key("files").begin_array();
  for (const BackedUpFile& file : backup.files) {
    writer.begin_object().key("path").string(file.path);
    writer.key("size").number(static_cast<std::int64_t>(file.size)).key("chunks").begin_array();
    for (const std::string& chunk : file.chunks) writer.string(chunk);
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
  return text;
}

Backup read_manifest(std::string_view text) {
  const auto node = json::parse(text, kManifestLimits);
  if (!node || !node->is(Kind::object)) fail_to_read();
  Backup backup;
  backup.id = text_of(*node, "id");
  backup.release = text_of(*node, "release");
  backup.created = instant_of(*node, "created");
  backup.whole = member(*node, "whole", Kind::boolean).boolean;
  for (const json::Node& tenant : member(*node, "tenants", Kind::array).items)
    backup.tenants.push_back(tenant_of_backup(tenant));
  for (const json::Node& file : member(*node, "files", Kind::array).items)
    backup.files.push_back(file_of(file));
  std::unordered_set<std::string_view> paths;
  for (const BackedUpFile& file : backup.files)
    if (!paths.insert(file.path).second) fail_to_read();
  return backup;
}

}  // namespace vip
