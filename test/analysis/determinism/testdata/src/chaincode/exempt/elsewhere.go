// SPDX-License-Identifier: Apache-2.0

package exempt

import "time"

func LocalClockElsewhere() time.Time { return time.Now() } // want `time.Now`
