#pragma once

#include <vector>

#include "groups/json_text.hpp"
#include "rows/input_plan.hpp"

namespace hapmill {

/// Where the rows of some ranges are bound to stand: first and last position of each, by turns;
/// null if none is bound.
Json bounds_to_json(std::vector<PosRange> const& bounds);
/// Bounds of range `k`, of a contig that may have none. Throws nlohmann::json::exception.
PosRange bound_from_json(Json const& contig, std::size_t k);

Json notes_to_json(RegionNotes const& notes);
/// Throws nlohmann::json::exception.
RegionNotes notes_from_json(Json const& json);

}  // namespace hapmill
