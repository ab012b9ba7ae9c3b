#pragma once

#include "hapmill/model/site_filter.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// The options of the group Sites. Throws UsageError.
SiteFilters parse_site_filters(ConvertOptions const& options);

}  // namespace hapmill
