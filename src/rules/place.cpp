#include "rules/place.h"

namespace vip {

std::optional<Record> place_of(const Record& record, DataContext& data) {
  const Field* place = record.resource->place;
  return place == nullptr ? std::nullopt : data.find(FieldHandle{place}, record);
}

Date today_at(const Record& record, DataContext& data) {
  const auto place = place_of(record, data);
  return data.today(place ? &*place : nullptr);
}

std::string zone_at(const Record& record, DataContext& data) {
  const auto place = place_of(record, data);
  return data.time_zone(place ? &*place : nullptr);
}

Date day_at(const Record& record, Instant moment, DataContext& data) {
  return date_in_zone(moment, zone_at(record, data));
}

}  // namespace vip
