#include "api/response/record_response.h"

#include "api/response/conditional.h"
#include "core/json.h"

namespace vip {
namespace {

// With the headers that say which version of the record it is.
http::Response versioned(const Record& record, const View& view, Instant now, int status,
                         std::string body) {
  http::Response response = json_response(status, std::move(body));
  response.header("ETag", entity_tag(view, record.version));
  response.header("Last-Modified", last_modified(record.version, modified_of(record), now));
  if (view.pii) response.header("Cache-Control", "no-store");
  return response;
}

std::string whole_record(const Record& record, const View& view) {
  std::string body;
  body.reserve(2048);
  open_object(body, view, record);
  body.push_back('}');
  return body;
}

std::string ids_of(const Record& record) {
  std::string body;
  json::Writer writer{body};
  writer.begin_object().key(record.resource->id().name).string(to_string(record.id()));
  for (const Field& field : record.resource->fields)
    if (const auto* id = std::get_if<Uuid>(&record.at(field));
        field.return_on_create && id != nullptr)
      writer.key(field.name).string(to_string(*id));
  writer.end_object();
  return body;
}

void append_warnings(std::string& body, const std::vector<Warning>& warnings) {
  if (warnings.empty()) return;
  body.pop_back();  // the closing brace
  body.append(",\"warnings\":");
  json::Writer writer{body};
  writer.begin_array();
  for (const Warning& warning : warnings) {
    writer.begin_object().key("pointer").string(warning.pointer);
    writer.key("code").string(info(warning.code).name);
    writer.key("message").string(warning.message).end_object();
  }
  writer.end_array();
  body.push_back('}');
}

http::Response written_response(const Written& written, const View& view, Instant now, int status,
                                std::string body) {
  append_warnings(body, written.warnings);
  return versioned(written.record, view, now, status, std::move(body));
}

}  // namespace

bool prefers_representation(const http::Headers& headers) {
  return headers.joined("Prefer").find("return=representation") != std::string::npos;
}

http::Response json_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.header("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

Instant modified_of(const Record& record) {
  const auto index = static_cast<std::size_t>(record.resource->modified_field);
  return Instant{std::get<std::int64_t>(record.values[index])};
}

http::Response created_response(const Written& written, const View& view, Instant now,
                                std::string location) {
  http::Response response = written_response(written, view, now, 201, ids_of(written.record));
  response.header("Location", std::move(location));
  return response;
}

http::Response created_representation(const Written& written, const View& view, Instant now,
                                      std::string location) {
  http::Response response =
      written_response(written, view, now, 201, whole_record(written.record, view));
  response.header("Location", std::move(location));
  response.header("Preference-Applied", "return=representation");
  return response;
}

http::Response patched_response(const Written& written, const View& view, Instant now) {
  return written_response(written, view, now, 200, whole_record(written.record, view));
}

std::string location_of(const Resource& resource, const Uuid& id, std::string_view base,
                        std::string_view path) {
  std::string location(base);
  if (resource.item_path.empty()) return location.append(path);
  location.append("/").append(resource.domain->name).append("/v1/api");
  return location.append(resource.item_path.substr(0, resource.item_path.find(':')))
      .append(to_string(id));
}

}  // namespace vip
