// SPDX-License-Identifier: Apache-2.0

// Package securities is bonds, shares and fund units as tokens: their register, their market and their settlement.
package securities
