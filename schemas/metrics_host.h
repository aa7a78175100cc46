#pragma once

#include <array>

#include "schemas/metric.h"

namespace rackproof::metrics {

/// Processor, memory and operating system of the node.
// One line a metric.
// clang-format off
inline constexpr std::array kHostMetrics{
    Metric{"cpu_online_count", Unit::one, MetricKind::gauge, "Logical processors that are online."},
    Metric{"cpu_frequency_hertz", Unit::hertz, MetricKind::gauge, "Current clock of one logical processor.", "hw.cpu.speed"},
    Metric{"cpu_frequency_ceiling_hertz", Unit::hertz, MetricKind::gauge, "Highest clock that the frequency policy allows the processor now.", "hw.cpu.speed.limit"},
    Metric{"cpu_core_throttle_total", Unit::one, MetricKind::counter, "Times that the core was slowed down because it was too hot; on the first processor of the core.", "hw.errors", {.clears_on = "boot"}},
    Metric{"cpu_core_throttle_seconds_total", Unit::second, MetricKind::counter, "Time for which the core was slowed down because it was too hot.", "", {.clears_on = "boot"}},
    Metric{"cpu_package_throttle_total", Unit::one, MetricKind::counter, "Times that the package was slowed down because it was too hot.", "hw.errors", {.clears_on = "boot"}},
    Metric{"cpu_package_throttle_seconds_total", Unit::second, MetricKind::counter, "Time for which the package was slowed down because it was too hot.", "", {.clears_on = "boot"}},
    Metric{"memory_total_bytes", Unit::byte, MetricKind::gauge, "Memory that the kernel manages, of the node or of one NUMA node.", "hw.memory.size"},
    Metric{"memory_available_bytes", Unit::byte, MetricKind::gauge, "Memory that could be had without swapping, as the kernel estimates it."},
    Metric{"pressure_cpu_waiting_seconds_total", Unit::second, MetricKind::counter, "Time in which at least one task waited for a processor.", "", {.clears_on = "boot"}},
    Metric{"pressure_cpu_stalled_seconds_total", Unit::second, MetricKind::counter, "Time in which every task waited for a processor at once.", "", {.clears_on = "boot"}},
    Metric{"pressure_memory_waiting_seconds_total", Unit::second, MetricKind::counter, "Time in which at least one task waited for memory.", "", {.clears_on = "boot"}},
    Metric{"pressure_memory_stalled_seconds_total", Unit::second, MetricKind::counter, "Time in which every task waited for memory at once.", "", {.clears_on = "boot"}},
    Metric{"pressure_io_waiting_seconds_total", Unit::second, MetricKind::counter, "Time in which at least one task waited for input or output.", "", {.clears_on = "boot"}},
    Metric{"pressure_io_stalled_seconds_total", Unit::second, MetricKind::counter, "Time in which every task waited for input or output at once.", "", {.clears_on = "boot"}},
    Metric{"pressure_irq_stalled_seconds_total", Unit::second, MetricKind::counter, "Time in which every task waited for interrupts to be served.", "", {.clears_on = "boot"}},
};
// clang-format on

}  // namespace rackproof::metrics
