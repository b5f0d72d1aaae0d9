#include "schema/duplicates.h"

#include <cmath>

namespace vip {

int combined_score(const Resource& resource, std::uint64_t signs) {
  double unlike = 1.0;
  for (std::size_t i = 0; i < resource.duplicates.size(); ++i)
    if ((signs >> i & 1U) != 0) unlike *= 1.0 - resource.duplicates[i].score / 100.0;
  return static_cast<int>(std::lround(100.0 * (1.0 - unlike)));
}

}  // namespace vip
