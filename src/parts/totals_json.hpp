#pragma once

#include "parts/json_text.hpp"
#include "pipeline/totals.hpp"

namespace hapmill {

/// Counts of a part, in full. Contigs without rows are left out.
Json totals_to_json(Totals const& totals);
/// Throws nlohmann::json::exception.
Totals totals_from_json(Json const& json);

}  // namespace hapmill
