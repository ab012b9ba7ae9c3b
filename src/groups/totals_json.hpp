#pragma once

#include "convert/totals.hpp"
#include "groups/json_text.hpp"

namespace hapmill {

/// Counts of a part, in full. Contigs without rows are left out.
Json totals_to_json(Totals const& totals);
/// Throws nlohmann::json::exception.
Totals totals_from_json(Json const& json);

}  // namespace hapmill
