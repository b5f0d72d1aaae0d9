#include "rules/place.h"

namespace vip {

std::optional<Record> place_of(const Record& record, DataContext& world) {
  const Field* place = record.resource->place;
  return place == nullptr ? std::nullopt : world.find(FieldHandle{place}, record);
}

Date today_at(const Record& record, DataContext& world) {
  const auto place = place_of(record, world);
  return world.today(place ? &*place : nullptr);
}

std::string zone_at(const Record& record, DataContext& world) {
  const auto place = place_of(record, world);
  return world.time_zone(place ? &*place : nullptr);
}

Date day_at(const Record& record, Instant moment, DataContext& world) {
  return date_in_zone(moment, zone_at(record, world));
}

}  // namespace vip
