#pragma once

#include "cli/convert_options.hpp"
#include "hapmill/model/site_filter.hpp"

namespace hapmill {

/// The options of the group Sites. Throws UsageError.
SiteFilters parse_site_filters(ConvertOptions const& options);

}  // namespace hapmill
