// SPDX-License-Identifier: Apache-2.0

package clock

import "time"

func signed(seconds int64) time.Time {
	return time.Unix(seconds, 0).UTC()
}

func due(on time.Time, days int) time.Time {
	return time.Date(on.Year(), on.Month(), on.Day()+days, 0, 0, 0, 0, time.UTC)
}
