#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "groups/part_manifest.hpp"

namespace hapmill {

/// The manifests of all groups, each of a part that fits the plan; checksums are computed on
/// `thread_count` threads. Throws InputError naming the groups that have to be converted again.
std::vector<PartManifest> load_parts(ConversionPlanFile const& plan, bool checks_crc,
                                     std::size_t thread_count);

}  // namespace hapmill
