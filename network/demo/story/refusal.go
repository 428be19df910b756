// SPDX-License-Identifier: Apache-2.0

package story

import (
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Refused makes sure that something was refused, and for the right reason. The remark says which.
func Refused(err error, reason protocol.Code) (remark string, _ error) {
	var fault *protocol.Fault
	switch {
	case err == nil:
		return "", fmt.Errorf("it was accepted, and %s was to refuse it", reason.Name)
	case !errors.As(err, &fault):
		return "", err
	case !errors.Is(fault, reason):
		return "", fmt.Errorf("it was refused, but not by %s: %w", reason.Name, err)
	}
	return "refused, " + fault.Code, nil
}
