// The keys that sign access tokens.

#include "admin/admin_commands.h"
#include "admin/records_json.h"

namespace vip::admin {
namespace {

std::string_view state_name(KeyState state) {
  switch (state) {
    case KeyState::next:
      return "next";
    case KeyState::current:
      return "current";
    case KeyState::retired:
      return "retired";
    case KeyState::ended:
      break;
  }
  return "ended";
}

}  // namespace

std::string rotate_key(const AdminContext& context, const Arguments& arguments) {
  const bool emergency = arguments.flag("emergency");
  const auto kid = context.platform.rotate_keys(
      emergency, [&](PlatformStore& store, const std::string& current) {
        store.append(context.event(current));
      });
  std::string text;
  json::Writer{text}
      .begin_object()
      .key("kid")
      .string(kid)
      .key("tokens-ended")
      .boolean(emergency)
      .end_object();
  return text;
}

std::string list_keys(const AdminContext& context, const Arguments& /*arguments*/) {
  return results(
      context.platform.records().keys, [](json::Writer& writer, const SigningKeyRecord& key) {
        writer.begin_object().key("kid").string(key.kid).key("state").string(state_name(key.state));
        writer.key("created-date").string(to_string(key.created)).key("retired-date");
        if (key.retired) {
          writer.string(to_string(*key.retired));
        } else {
          writer.null();
        }
        writer.end_object();
      });
}

}  // namespace vip::admin
