// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"context"
	"time"
	clk "time"
)

func readings() {
	_ = time.Now()              // want `time.Now reads this machine's clock`
	_ = clk.Now()               // want `take the time as a fact`
	_ = time.Since(time.Time{}) // want `time.Since`
	_ = time.Until(time.Time{}) // want `time.Until`
	now := time.Now             // want `time.Now`
	_ = now
	_ = time.Time{}.Local()                           // want `time.Time.Local`
	_ = time.Date(2025, 1, 1, 0, 0, 0, 0, time.Local) // want `time.Local`
	_ = time.Unix(0, 0)                               // want `write time.Unix\(…\).UTC\(\)`
	unix := time.UnixMilli                            // want `time.UnixMilli`
	_ = unix
}

func timers(ctx context.Context) {
	time.Sleep(1)                             // want `time.Sleep`
	<-time.After(1)                           // want `time.After`
	_ = time.NewTimer(1)                      // want `time.NewTimer`
	_ = time.NewTicker(1)                     // want `time.NewTicker`
	_ = time.Tick(1)                          // want `time.Tick`
	time.AfterFunc(1, func() {})              // want `time.AfterFunc`
	_, _ = time.LoadLocation("Asia/Shanghai") // want `time.LoadLocation`
	_, cancel := context.WithTimeout(ctx, 1)  // want `context.WithTimeout`
	cancel()
}
