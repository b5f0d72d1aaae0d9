#include "api/request/tenant_zone.h"

#include <string>

#include "engine/data_context.h"

namespace vip {

LocalZone zone_of_tenant(const ApiContext& api, const Call& call) {
  return LocalZone{[&api, &call] {
    std::string zone;
    call.has_read_more = true;
    api.parts.store.read(call.request.access().key(),
                         call.info.start + api.settings.request_timeout, [&](ReadSession& session) {
                           zone = time_zone_of(session, api.parts.writer.zone(), nullptr);
                         });
    return zone;
  }};
}

}  // namespace vip
