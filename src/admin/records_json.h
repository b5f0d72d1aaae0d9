#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/json.h"
#include "platform/platform_records.h"

// The platform's records as the administration commands show them. No secret and no HMAC of one
// ever stands in them.

namespace vip::admin {

void write_party(json::Writer& writer, const Party& party, std::string_view id_name);
// As members of an open object, so that a command may add its own.
void write_client(json::Writer& writer, const PlatformRecords& records, const ClientRecord& record);
void write_tenant(json::Writer& writer, const PlatformRecords& records, const TenantRecord& record);
void write_grant(json::Writer& writer, const PlatformRecords& records, const GrantRecord& record,
                 Instant now);
// The member "grants" with those that are wanted, revoked ones too.
void write_grants(json::Writer& writer, const PlatformRecords& records, Instant now,
                  const std::function<bool(const Grant&)>& wanted);

// {"results": [...]}; `write(writer, item)` writes one object.
template <class Items, class Write>
std::string results(const Items& items, Write write) {
  std::string text;
  json::Writer writer{text};
  writer.begin_object().key("results").begin_array();
  for (const auto& item : items) write(writer, item);
  writer.end_array().end_object();
  return text;
}

}  // namespace vip::admin
